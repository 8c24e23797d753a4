import Hummingbird

/// The response of HTTP, by another name for files that also know the room `Response`.
typealias HummingbirdReply = Hummingbird.Response
