# Servers on sockets: TCP, one request after another or a thread each.
import socket
import select
import sys
import threading
class BaseServer:
    timeout = None
    def __init__(self, server_address, RequestHandlerClass):
        self.server_address, self.RequestHandlerClass = server_address, RequestHandlerClass
        self._stop = False
        self._done = threading.Event()
    def server_activate(self):
        pass
    def serve_forever(self, poll_interval=0.5):
        self._done.clear()
        fd = self.fileno()
        try:
            while not self._stop:
                # Only another thread could call shutdown().
                ready = select.select([fd], [], [], poll_interval if threading.active_count() > 1 else None)[0]
                if self._stop or self.fileno() < 0:
                    break
                if ready:
                    self._handle_request_noblock()
                self.service_actions()
        finally:
            self._stop = False
            self._done.set()
    def shutdown(self):
        self._stop = True
        self._done.wait()
    def service_actions(self):
        pass
    def handle_request(self):
        if select.select([self], [], [], self.timeout)[0]:
            self._handle_request_noblock()
        else:
            self.handle_timeout()
    def _handle_request_noblock(self):
        try:
            request, address = self.get_request()
        except OSError:
            return
        if not self.verify_request(request, address):
            return self.shutdown_request(request)
        try:
            self.process_request(request, address)
        except Exception:
            self.handle_error(request, address)
            self.shutdown_request(request)
    def handle_timeout(self):
        pass
    def verify_request(self, request, client_address):
        return True
    def process_request(self, request, client_address):
        self.finish_request(request, client_address)
        self.shutdown_request(request)
    def finish_request(self, request, client_address):
        self.RequestHandlerClass(request, client_address, self)
    def shutdown_request(self, request):
        self.close_request(request)
    def close_request(self, request):
        pass
    def server_close(self):
        pass
    def handle_error(self, request, client_address):
        import traceback
        print('-' * 40, file=sys.stderr)
        print('Exception occurred during processing of request from', client_address, file=sys.stderr)
        traceback.print_exc()
        print('-' * 40, file=sys.stderr)
    def __enter__(self):
        return self
    def __exit__(self, *a):
        self.server_close()
class TCPServer(BaseServer):
    address_family = socket.AF_INET
    socket_type = socket.SOCK_STREAM
    request_queue_size = 5
    allow_reuse_address = False
    allow_reuse_port = False
    def __init__(self, server_address, RequestHandlerClass, bind_and_activate=True):
        BaseServer.__init__(self, server_address, RequestHandlerClass)
        self.socket = socket.socket(self.address_family, self.socket_type)
        if bind_and_activate:
            try:
                self.server_bind()
                self.server_activate()
            except BaseException:
                self.server_close()
                raise
    def server_bind(self):
        if self.allow_reuse_address:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
    def server_activate(self):
        self.socket.listen(self.request_queue_size)
    def server_close(self):
        self.socket.close()
    def fileno(self):
        return self.socket.fileno()
    def get_request(self):
        return self.socket.accept()
    def shutdown_request(self, request):
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        self.close_request(request)
    def close_request(self, request):
        request.close()
class UDPServer(TCPServer):
    socket_type = socket.SOCK_DGRAM
class ThreadingMixIn:
    daemon_threads = False
    block_on_close = True
    def _in_thread(self, request, client_address):
        try:
            self.finish_request(request, client_address)
        except Exception:
            self.handle_error(request, client_address)
        finally:
            self.shutdown_request(request)
    def process_request(self, request, client_address):
        threading.Thread(target=self._in_thread, args=(request, client_address), daemon=self.daemon_threads).start()
class ThreadingTCPServer(ThreadingMixIn, TCPServer):
    pass
class BaseRequestHandler:
    def __init__(self, request, client_address, server):
        self.request, self.client_address, self.server = request, client_address, server
        self.setup()
        try:
            self.handle()
        finally:
            self.finish()
    def setup(self):
        pass
    def handle(self):
        pass
    def finish(self):
        pass
class StreamRequestHandler(BaseRequestHandler):
    rbufsize = -1
    wbufsize = 0
    timeout = None
    def setup(self):
        self.connection = self.request
        if self.timeout is not None:
            self.connection.settimeout(self.timeout)
        self.rfile = self.connection.makefile('rb', self.rbufsize)
        self.wfile = self.connection.makefile('wb', self.wbufsize)
    def finish(self):
        if not self.wfile.closed:
            try:
                self.wfile.flush()
            except OSError:
                pass
        self.wfile.close()
        self.rfile.close()
