with open("menu.txt") as menu:
    print("Today:", menu.read().strip())
