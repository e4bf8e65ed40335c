/// What numbers a request may carry. The routes, their OpenAPI document and the command line ask
/// here; what the desk itself refuses (`Rescue`) is held to it by a test.
package enum RequestRanges {
    /// Minutes of a test window or a drill: a morning's inspection.
    package static let testMinutes = 1...240
    /// Minutes for which an alarm is shelved: a shift of eight hours.
    package static let shelvingMinutes = 1...480
    /// Minutes out of service: thirty days, in which a part comes.
    package static let serviceMinutes = 1...43_200
    /// Minutes for which a road is closed: a week.
    package static let closingMinutes = 1...10_080
    /// Metres around a place that is closed.
    package static let closingMetres = 1...5_000
    /// Per cent of the time in which a team is not free.
    package static let busyShare = 0...99
    /// Days back: what the setting `history.days` keeps at the most.
    package static let historyDays = 1...3_650
    /// Degrees of WGS 84.
    package static let latitudes = -90...90
    /// Degrees of WGS 84.
    package static let longitudes = -180...180
}
