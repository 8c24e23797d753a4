import Console
import Foundation
import Inputs

/// Draws the progress of a scan on standard error, when that is a terminal.
struct ScanProgress {
  private let bar: ProgressBar?
  private let totalFiles: Int
  private let totalBytes: Int

  init(list: FileList, isQuiet: Bool, noColor: Bool) {
    let terminal = Terminal.detect(
      descriptor: 2, environment: ProcessInfo.processInfo.environment, noColor: noColor)
    bar = terminal.isInteractive && !isQuiet ? ProgressBar(width: terminal.width) : nil
    totalFiles = list.entries.count
    totalBytes = list.totalBytes
  }

  func draw(_ progress: FileScan.Progress, seconds: Double) {
    guard let bar, seconds > 0.3 else { return }
    let state = ProgressBar.State(
      files: progress.files, totalFiles: totalFiles, bytes: progress.storedBytes, totalBytes: totalBytes,
      seconds: seconds)
    Output.error(bar.draw(state))
  }

  func end() {
    if bar != nil { Output.error(ProgressBar.erase) }
  }
}
