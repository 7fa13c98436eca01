"""Real parsers: each takes a Content-Type and a body, and gives the values of the fields it sees, as text or bytes."""

import email
import email.policy
import io
import logging
import warnings

warnings.simplefilter("ignore")
logging.disable()
import cgi  # noqa: E402


def environment(content_type, body):
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/",
        "CONTENT_TYPE": content_type.decode("latin-1"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
    }


def read_email(content_type, body):
    message = email.message_from_bytes(b"Content-Type: " + content_type + b"\r\n\r\n" + body)
    for part in message.walk():
        if not part.is_multipart() and part.get_filename() is None:
            if part.get_param("name", header="content-disposition"):
                yield part.get_payload(decode=True) or b""


def read_cgi(content_type, body):
    form = cgi.FieldStorage(
        io.BytesIO(body),
        {"content-type": content_type.decode("latin-1"), "content-length": str(len(body))},
        environ={"REQUEST_METHOD": "POST"},
    )
    todo = list(form.list or [])
    while todo:
        item = todo.pop()
        todo.extend(getattr(item, "list", None) or [])
        if not getattr(item, "filename", None):
            yield item.value if isinstance(item.value, (str, bytes)) else ""


def read_werkzeug(content_type, body):
    from werkzeug.formparser import parse_form_data

    return [value for _, value in parse_form_data(environment(content_type, body))[1].items(multi=True)]


def read_django(content_type, body):
    import django.conf

    if not django.conf.settings.configured:
        django.conf.settings.configure(USE_TZ=True)
        import django

        django.setup()
    from django.core.handlers.wsgi import WSGIRequest

    request = WSGIRequest(environment(content_type, body))
    return [value for values in request.POST.lists() for value in values[1]]


def read_python_multipart(content_type, body):
    from python_multipart import parse_form

    fields = []
    headers = {"Content-Type": content_type, "Content-Length": str(len(body)).encode()}
    parse_form(headers, io.BytesIO(body), lambda field: fields.append(field.value or b""), lambda file: None)
    return fields


def read_multipart(content_type, body):
    import multipart

    forms, _ = multipart.parse_form_data(environment(content_type, body), strict=False)
    return [value for _, value in forms.iterallitems()]


def read_bottle(content_type, body):
    import bottle

    return [value for _, value in bottle.BaseRequest(environment(content_type, body)).forms.allitems()]


def read_webob(content_type, body):
    import webob

    return [v for v in webob.Request(environment(content_type, body)).POST.values() if isinstance(v, str)]


def read_sanic(content_type, body):
    from sanic.request.form import parse_multipart_form
    from sanic.headers import parse_content_header

    kind, parameters = parse_content_header(content_type.decode("latin-1"))
    if kind != "multipart/form-data":
        return []
    fields, _ = parse_multipart_form(body, parameters["boundary"].encode())
    return [value for values in fields.values() for value in values]


READERS = {name[5:]: reader for name, reader in list(globals().items()) if name.startswith("read_")}
