docker run -d --name pump pump
