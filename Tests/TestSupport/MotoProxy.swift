import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// An HTTP proxy in front of the moto server that notes every call and answers some of them itself.
public final class MotoProxy: Sendable {
  /// What is done with a call.
  public enum Treatment: Sendable {
    /// The server answers.
    case forward
    /// Permissions are missing.
    case deny
    /// There are too many calls.
    case throttle
    /// The call succeeds and does nothing.
    case swallow
    /// The server carries it out, and the connection breaks before the answer.
    case breakAfter
  }

  private let server: LoopbackServer
  private let log: Log<String>

  /// Where the proxy is reached.
  public var endpoint: String { server.endpoint }

  /// The calls so far as actions of IAM, such as `config:StartConfigurationRecorder`.
  public var calls: [String] { log.entries }

  /// Starts a proxy on a free port.
  ///
  /// - Parameter treat: What is done with a call; it is given the action of IAM.
  /// - Throws: `Python.Failure` when there is no moto server.
  public init(_ treat: @escaping @Sendable (String) -> Treatment = { _ in .forward }) async throws {
    let target = try await MotoServer.shared().endpoint
    let log = Log<String>()
    server = try await LoopbackServer { request in
      let action = Self.action(request)
      log.add(action)
      switch treat(action) {
      case .forward: return Self.forward(request, to: target)
      case .deny: return Self.denial(action)
      case .throttle: return .init(400, #"{"__type":"LimitExceededException","message":"too many calls"}"#)
      case .swallow: return Self.success(action)
      case .breakAfter:
        _ = Self.forward(request, to: target)
        return .init(200, "", ending: .broken)
      }
    }
    self.log = log
  }

  /// The action: the service is part of the signature, the operation of a header, of the form, or of method and path.
  private static func action(_ request: LoopbackServer.Request) -> String {
    let scope = request.headers["authorization"]?.split(separator: "/") ?? []
    let service = scope.count > 3 ? String(scope[3]) : "unsigned"
    if let target = request.headers["x-amz-target"], let name = target.split(separator: ".").last {
      return "\(service):\(name)"
    }
    let body = String(decoding: request.body, as: UTF8.self)
    if let action = body.split(separator: "&").first(where: { $0.hasPrefix("Action=") }) {
      return "\(service):\(action.dropFirst("Action=".count))"
    }
    return service == "guardduty"
      ? "guardduty:\(request.method == "GET" ? "Get" : "Update")Detector" : "\(service):\(request.uri)"
  }

  private static func denial(_ action: String) -> LoopbackServer.Response {
    let headers = [("x-amzn-RequestId", "denied-\(action)")]
    if action.hasPrefix("iam:") {
      return .init(
        403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform \(action)</Message></Error><RequestId>r</RequestId></ErrorResponse>",
        headers: headers)
    }
    return .init(
      400, #"{"__type":"AccessDeniedException","message":"not authorized to perform \#(action)"}"#,
      headers: headers + [("Content-Type", "application/x-amz-json-1.1")])
  }

  private static func success(_ action: String) -> LoopbackServer.Response {
    guard action.hasPrefix("iam:") else { return .init(200, "{}") }
    let name = action.dropFirst("iam:".count)
    return .init(
      200,
      "<\(name)Response><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(name)Response>")
  }

  private static func forward(
    _ request: LoopbackServer.Request, to target: String
  ) -> LoopbackServer.Response {
    guard let url = URL(string: target + request.uri) else { return .init(500, "no URL") }
    var copy = URLRequest(url: url)
    copy.httpMethod = request.method
    for (name, value) in request.headers where !["host", "content-length", "connection"].contains(name) {
      copy.setValue(value, forHTTPHeaderField: name)
    }
    if !request.body.isEmpty { copy.httpBody = Data(request.body) }
    let done = DispatchSemaphore(value: 0)
    let box = Box()
    URLSession.shared.dataTask(with: copy) { data, response, _ in
      let http = response as? HTTPURLResponse
      let headers = (http?.allHeaderFields ?? [:]).compactMap { name, value -> (String, String)? in
        guard let name = name as? String, let value = value as? String else { return nil }
        let isOwn = ["content-length", "transfer-encoding", "connection", "content-encoding"].contains(
          name.lowercased())
        return isOwn ? nil : (name, value)
      }
      box.set(
        .init(
          http?.statusCode ?? 502, String(decoding: data ?? Data(), as: UTF8.self), headers: headers))
      done.signal()
    }.resume()
    done.wait()
    return box.answer ?? .init(502, "no answer")
  }

  private final class Box: Sendable {
    private let storage = Mutex<LoopbackServer.Response?>(nil)
    var answer: LoopbackServer.Response? { storage.withLock { $0 } }
    func set(_ answer: LoopbackServer.Response) { storage.withLock { $0 = answer } }
  }
}
