from enum import IntEnum, StrEnum
_table = """100 Continue|101 Switching Protocols|102 Processing|103 Early Hints|200 OK|201 Created|202 Accepted|203 Non-Authoritative Information|204 No Content|205 Reset Content|206 Partial Content|207 Multi-Status|300 Multiple Choices|301 Moved Permanently|302 Found|303 See Other|304 Not Modified|305 Use Proxy|307 Temporary Redirect|308 Permanent Redirect|400 Bad Request|401 Unauthorized|402 Payment Required|403 Forbidden|404 Not Found|405 Method Not Allowed|406 Not Acceptable|407 Proxy Authentication Required|408 Request Timeout|409 Conflict|410 Gone|411 Length Required|412 Precondition Failed|413 Request Entity Too Large|414 Request-URI Too Long|415 Unsupported Media Type|416 Requested Range Not Satisfiable|417 Expectation Failed|418 I'm a Teapot|421 Misdirected Request|422 Unprocessable Entity|423 Locked|424 Failed Dependency|425 Too Early|426 Upgrade Required|428 Precondition Required|429 Too Many Requests|431 Request Header Fields Too Large|451 Unavailable For Legal Reasons|500 Internal Server Error|501 Not Implemented|502 Bad Gateway|503 Service Unavailable|504 Gateway Timeout|505 HTTP Version Not Supported|507 Insufficient Storage|511 Network Authentication Required"""
_descriptions = {400: 'Bad request syntax or unsupported method', 403: 'Request forbidden -- authorization will not help', 404: 'Nothing matches the given URI', 405: 'Specified method is invalid for this resource', 500: 'Server got itself in trouble', 501: 'Server does not support this operation'}
_phrases = {int(p[:3]): p[4:] for p in _table.split('|')}
_names = {}
for _c, _p in _phrases.items():
    _names[_p.upper().replace("'", '').replace(' ', '_').replace('-', '_')] = _c
class _Status(IntEnum):
    @property
    def phrase(self):
        return _phrases[self._value_]
    @property
    def description(self):
        return _descriptions.get(self._value_, '')
    @property
    def is_success(self):
        return 200 <= self._value_ < 300
    @property
    def is_client_error(self):
        return 400 <= self._value_ < 500
    @property
    def is_server_error(self):
        return 500 <= self._value_ < 600
HTTPStatus = _Status('HTTPStatus', _names, module='http')
class HTTPMethod(StrEnum):
    CONNECT = 'CONNECT'
    DELETE = 'DELETE'
    GET = 'GET'
    HEAD = 'HEAD'
    OPTIONS = 'OPTIONS'
    PATCH = 'PATCH'
    POST = 'POST'
    PUT = 'PUT'
    TRACE = 'TRACE'
