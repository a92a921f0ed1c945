docker update --restart unless-stopped web
