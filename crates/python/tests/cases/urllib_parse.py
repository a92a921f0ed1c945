from urllib.parse import urlparse, parse_qs, urlencode, quote, unquote, urljoin
print(urlparse('http://u:p@h:8/p;x?q=1#f'), parse_qs('a=1&a=2&b=%20'), urlencode({'a': 'b c', 'd': 1}), quote('a b/ü'), unquote('%41%20'), urljoin('http://a/b/c', '../d'))
