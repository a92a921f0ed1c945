docker update --restart always web
