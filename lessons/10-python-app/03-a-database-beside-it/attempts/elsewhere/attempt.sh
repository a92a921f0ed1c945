docker run -d --name db -v orders:/data --env-file db.env mysql:8.4
