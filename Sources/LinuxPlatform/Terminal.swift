internal import CLinux
internal import Glibc

/// What a descriptor of this program is connected to.
public enum Terminal {
    /// Whether a person sees what is written there.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// The width of the terminal in columns, or nil when there is none.
    public static func columns(_ descriptor: Int32 = 1) -> Int? {
        let columns = clinux_terminal_columns(descriptor)
        return columns > 0 ? Int(columns) : nil
    }

    /// Lines of the terminal behind a descriptor; `nil` when it is none or says nothing.
    public static func rows(_ descriptor: Int32 = 1) -> Int? {
        let rows = clinux_terminal_rows(descriptor)
        return rows > 0 ? Int(rows) : nil
    }
}
