docker run -d --name news --expose 3000 press
