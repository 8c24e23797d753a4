import Events
import OrderedCollections
import TestSupport

/// Servers that the sinks talk to.
enum Peers {
  /// An HTTP server with encryption. It prints the path of each request.
  static func https(certificates: Certificate) async throws -> PythonPeer {
    try await PythonPeer(
      """
      import http.server, json, ssl
      class Handler(http.server.BaseHTTPRequestHandler):
          def log_message(self, *arguments): pass
          def do_POST(self):
              self.rfile.read(int(self.headers.get("Content-Length", 0)))
              print(json.dumps(self.path))
              self.send_response(204)
              self.end_headers()
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(sys.argv[1])
      server.socket = context.wrap_socket(server.socket, server_side=True)
      print(server.server_address[1])
      server.serve_forever()
      """, arguments: [certificates.server])
  }

  /// How the mail server behaves.
  enum Mail: String {
    case plain, starttls, tls, refusing, injecting, login
  }

  /// A mail server. It prints each message as Python's own parser reads it.
  static func mail(_ mode: Mail, certificates: Certificate) async throws -> PythonPeer {
    try await PythonPeer(
      """
      import asyncio, json, ssl, email, email.policy
      from aiosmtpd.smtp import SMTP, AuthResult
      mode, chain = sys.argv[1], sys.argv[2]
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(chain)
      def leaves(message):
          return [p for p in message.walk() if not p.is_multipart()]
      class Handler:
          async def handle_RCPT(self, server, session, envelope, address, options):
              if mode == "refusing": return "550 no such user"
              envelope.rcpt_tos.append(address)
              return "250 OK"
          async def handle_DATA(self, server, session, envelope):
              message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
              print(json.dumps({
                  "from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None,
                  "auth": session.auth_data.decode() if session.auth_data else None,
                  "headers": [[k, str(v)] for k, v in message.items()], "defects": [str(d) for d in message.defects],
                  "parts": [[p.get_content_type(), p.get_filename(), p.get_payload(decode=True).decode()] for p in leaves(message)],
                  "longest": max(len(line) for line in envelope.original_content.split(b"\\r\\n"))}))
              return "250 OK"
      def authenticate(server, session, envelope, mechanism, data):
          ok = data.login == b"soc" and data.password == b"correct horse"
          return AuthResult(success=ok, handled=False, auth_data=mechanism.encode() + b":" + data.login)
      def protocol():
          options = dict(hostname="localhost", loop=loop, authenticator=authenticate)
          if mode in ("starttls", "login"): options.update(tls_context=context, require_starttls=True, auth_required=True)
          if mode == "login": options.update(auth_exclude_mechanism=["PLAIN"])
          if mode == "tls": options.update(auth_require_tls=False)
          return SMTP(Handler(), **options)
      async def inject(reader, writer):
          writer.write(b"220 hello\\r\\n")
          while line := await reader.readline():
              if line.startswith(b"EHLO"): writer.write(b"250-localhost\\r\\n250 STARTTLS\\r\\n")
              elif line.startswith(b"STARTTLS"): writer.write(b"220 go\\r\\n250 injected\\r\\n")
              else: print(line.decode(errors="replace"))
      async def main():
          if mode == "injecting":
              server = await asyncio.start_server(inject, "127.0.0.1", 0)
          else:
              server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if mode == "tls" else None)
          print(server.sockets[0].getsockname()[1])
          await server.serve_forever()
      loop = asyncio.new_event_loop()
      asyncio.set_event_loop(loop)
      loop.run_until_complete(main())
      """, arguments: [mode.rawValue, certificates.server])
  }

  /// A syslog server. It prints each message; of streams those that have their length before them.
  static func syslog(_ transport: String, certificates: Certificate) async throws -> PythonPeer {
    try await PythonPeer(
      """
      import json, socket, ssl
      transport, chain = sys.argv[1], sys.argv[2]
      if transport == "udp":
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          s.bind(("127.0.0.1", 0))
          print(s.getsockname()[1])
          while True: print(json.dumps(s.recv(65535).decode()))
      s = socket.create_server(("127.0.0.1", 0))
      print(s.getsockname()[1])
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(chain)
      while True:
          c = s.accept()[0]
          try:
              if transport == "tls": c = context.wrap_socket(c, server_side=True)
              data = b""
              while piece := c.recv(65536): data += piece
          except OSError: continue
          while data:
              length, _, rest = data.partition(b" ")
              print(json.dumps(rest[:int(length)].decode()))
              data = rest[int(length):]
      """, arguments: [transport, certificates.server])
  }
}
