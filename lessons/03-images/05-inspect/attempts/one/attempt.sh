echo user=postman > answers.txt
