"""One HTTP/2 request without TLS, as the tests need it: whole, with trailers, or step by step."""
import socket

import h2.config
import h2.connection
import h2.events
import h2.exceptions


class Answer:
    """`status` is None and `error` the reset's code when the stream was reset before an answer."""

    def __init__(self):
        self.status, self.headers, self.body, self.trailers, self.error = None, {}, b"", {}, None
        self.is_complete = False


class Stream:
    """A connection with one stream on it.

    `send` sends a piece of the body within the peer's window, `trailers` and `end` end it; `wait` reads events until a
    condition holds, the stream ends, or `timeout` seconds have passed without any. All can be called in any order.
    """

    def __init__(self, port, headers, end_stream=False, timeout=20):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=True, header_encoding="utf-8", validate_outbound_headers=False,
                                      normalize_outbound_headers=False))
        self.connection.initiate_connection()
        self.answer = Answer()
        self.id = self.connection.get_next_available_stream_id()
        self.connection.send_headers(self.id, headers, end_stream=end_stream)
        self.flush()

    def flush(self):
        self.socket.sendall(self.connection.data_to_send())

    def send(self, data, end_stream=False):
        while data and not self.is_over:
            room = min(self.connection.local_flow_control_window(self.id), self.connection.max_outbound_frame_size)
            if room == 0:
                self.wait(lambda: self.is_over or self.connection.local_flow_control_window(self.id) > 0)
                continue
            self.connection.send_data(self.id, data[:room])
            data = data[room:]
            self.flush()
        if end_stream:
            self.end()

    def end(self):
        if not self.is_over:
            self.connection.end_stream(self.id)
            self.flush()

    def trailers(self, pairs):
        if not self.is_over:
            self.connection.send_headers(self.id, pairs, end_stream=True)
            self.flush()

    @property
    def is_over(self):
        return self.answer.is_complete

    def wait(self, condition=lambda: False):
        """Reads until the condition holds or the stream is over. - Returns: the answer so far."""
        while not condition() and not self.is_over:
            data = self.socket.recv(65536)
            if not data:
                self.answer.is_complete = True
                break
            for event in self.connection.receive_data(data):
                self.take(event)
            self.flush()
        return self.answer

    def take(self, event):
        answer = self.answer
        if isinstance(event, h2.events.ResponseReceived):
            answer.headers = dict(event.headers)
            answer.status = int(answer.headers[":status"])
        elif isinstance(event, h2.events.DataReceived):
            answer.body += event.data
            self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.TrailersReceived):
            answer.trailers = dict(event.headers)
        elif isinstance(event, h2.events.StreamReset):
            answer.error, answer.is_complete = event.error_code, True
        elif isinstance(event, (h2.events.StreamEnded, h2.events.ConnectionTerminated)):
            answer.is_complete = True

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def headers(method="GET", path="/", authority="a", **more):
    """The header list of a request; names in `more` have _ for -."""
    return [(":method", method), (":scheme", "http"), (":path", path), (":authority", authority)] + \
        [(name.replace("_", "-"), value) for name, value in more.items()]


def exchange(port, request_headers, body=None, trailers=None, pieces=1, timeout=20):
    """Sends one request whole, its body in so many pieces, and returns the answer."""
    with Stream(port, request_headers, end_stream=body is None and trailers is None, timeout=timeout) as stream:
        if body is not None:
            size = max(1, -(-len(body) // pieces))
            for start in range(0, len(body), size):
                stream.send(body[start:start + size])
        if trailers is not None:
            stream.trailers(trailers)
        elif body is not None:
            stream.end()
        return stream.wait()
