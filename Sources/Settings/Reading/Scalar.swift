/// One value as it was written, with the place it was written at.
struct Scalar {
    let text: String
    let origin: Origin
    /// Whether it stands in the file without quotes and reads as a number, true or false.
    var isBare = false
}

/// Where a value comes from: a line of a file, or a variable of the environment.
struct Origin {
    let place: String
    let line: Int?
    let key: String

    func fault(_ message: String) -> SettingsFault {
        SettingsFault(place: place, line: line, key: key, message: message)
    }
}

/// A value together with where it was written; the default has the place of its section.
struct Sourced<Value> {
    let value: Value
    let origin: Origin
    /// Whether somebody wrote it, as opposed to the default standing in.
    let isWritten: Bool
}
