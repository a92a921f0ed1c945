docker volume create log
