from datetime import datetime, timedelta, date, timezone
d = datetime(2024, 2, 28, 23, 30)
print(d + timedelta(hours=1), d.isoformat(), d.strftime('%Y-%m-%d %H:%M:%S %a %j'), date(2024, 3, 1) - date(2024, 2, 1), datetime.fromisoformat('2024-01-02T03:04:05'), datetime.strptime('01/02/2023', '%d/%m/%Y'))
print(datetime(2024, 1, 1, tzinfo=timezone.utc).isoformat(), timedelta(days=1, seconds=3661), d.weekday(), d.replace(year=2020))
