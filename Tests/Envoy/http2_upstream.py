"""An HTTP/2 upstream without TLS on 127.0.0.1 that records every request, with its trailers, and answers like gRPC.

What it answers is chosen by path: /stream sends one message, waits until `release` is set, and sends another; /length/<n>
announces n bytes and sends them; everything else gets the message "hello". All answers end with trailers.
"""
import socket
import threading

import h2.config
import h2.connection
import h2.events
import h2.exceptions

GRPC = "application/grpc"


class Recorded:
    """A request as it arrived; `is_complete` once its end was seen."""

    def __init__(self, headers):
        self.headers, self.body, self.trailers, self.is_complete = dict(headers), b"", {}, False
        self.path = self.headers[":path"]


class Http2Upstream:
    def __init__(self):
        self.received, self.release = [], threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=Connection(self, connection).serve, daemon=True).start()


class Connection:
    def __init__(self, upstream, connection):
        self.upstream, self.socket, self.requests, self.lock = upstream, connection, {}, threading.Lock()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.http = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))

    def serve(self):
        try:
            with self.lock:
                self.http.initiate_connection()
                self.flush()
            while data := self.socket.recv(65536):
                with self.lock:
                    for event in self.http.receive_data(data):
                        self.take(event)
                    self.flush()
        except (OSError, h2.exceptions.ProtocolError):
            pass  # A proxy that closes or resets is what some tests are about.
        self.socket.close()

    def flush(self):
        self.socket.sendall(self.http.data_to_send())

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            request = self.requests[event.stream_id] = Recorded(event.headers)
            self.upstream.received.append(request)
        elif isinstance(event, h2.events.DataReceived):
            self.requests[event.stream_id].body += event.data
            self.http.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.TrailersReceived):
            self.requests[event.stream_id].trailers = dict(event.headers)
        elif isinstance(event, h2.events.StreamEnded):
            self.requests[event.stream_id].is_complete = True
            # In a thread: an answer may wait for the test, or for the window.
            threading.Thread(target=self.answer, args=(event.stream_id,), daemon=True).start()

    def answer(self, stream):
        request = self.requests[stream]
        try:
            path = request.path.split("/")
            pieces, more = [b"hello"], []
            if path[1] == "stream":
                pieces = [b"first", b"second"]
            elif path[1] == "length":
                pieces, more = [b"x" * int(path[2])], [("content-length", path[2])]
            elif path[1] == "body":
                pieces = [path[2].encode()]
            elif path[1] == "large":
                pieces = [b"x" * int(path[2])]
            kind = request.headers.get("content-type", "")
            kind = kind if kind.startswith(GRPC) else "text/plain"
            self.send(lambda: self.http.send_headers(stream, [(":status", "200"), ("content-type", kind)] + more))
            for index, piece in enumerate(pieces):
                if index > 0:
                    self.upstream.release.wait(20)
                self.send_data(stream, piece)
            self.send(lambda: self.http.send_headers(stream, [("grpc-status", "0")], end_stream=True))
        except (OSError, h2.exceptions.ProtocolError):
            pass

    def send(self, action):
        with self.lock:
            action()
            self.flush()

    def send_data(self, stream, data):
        while data:
            with self.lock:
                room = min(self.http.local_flow_control_window(stream), self.http.max_outbound_frame_size)
                if room > 0:
                    self.http.send_data(stream, data[:room])
                    data = data[room:]
                    self.flush()
                    continue
            self.upstream.release.wait(0.01)
