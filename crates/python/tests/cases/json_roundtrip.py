import json
d = {'a': [1, 2.5, None, True], 'b': {'c': 'é"\n'}}
print(json.dumps(d), json.dumps(d, indent=2, sort_keys=True, ensure_ascii=False), json.loads(json.dumps(d)) == d)
for bad in ('{', '[1,]', '{"a":}', 'nul', ''):
    try:
        json.loads(bad)
    except json.JSONDecodeError as e:
        print(e)
