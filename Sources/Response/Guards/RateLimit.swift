/// No more than so many automatic responses are carried out within an hour.
struct RateLimit: GuardRail {
  let name = "rate limit"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard attempt.actor.isAutomatic, attempt.recentAutomatic >= attempt.settings.rateLimitPerHour else {
      return nil
    }
    return """
      \(attempt.recentAutomatic) automatic responses were carried out within an hour; \
      response.rate_limit_per_hour is \(attempt.settings.rateLimitPerHour)
      """
  }
}
