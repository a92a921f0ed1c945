docker stop relic
