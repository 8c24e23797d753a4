import Events
import Notifications
import OrderedCollections
import Storage

/// Queues the notices of new alerts in the transaction that stores them, and wakes the sender afterwards.
struct NotificationObserver: AlertObserver {
  let intake: NotificationIntake
  let worker: NotificationWorker

  func willStore(_ alert: JSONObject, _ writer: StoreWriter) throws {
    try intake.offer(alert, to: writer)
  }

  func didStore() { worker.wake() }
}
