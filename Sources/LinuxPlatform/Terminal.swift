internal import CLinux
internal import Glibc

/// What a descriptor of this program is connected to.
public enum Terminal {
    /// Whether a person sees what is written there.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// The width of the terminal in columns; `nil` when there is none or it does not say.
    public static func columns(_ descriptor: Int32 = 1) -> Int? { size(descriptor).columns }

    /// Lines of the terminal; `nil` when there is none or it does not say.
    public static func rows(_ descriptor: Int32 = 1) -> Int? { size(descriptor).rows }

    private static func size(_ descriptor: Int32) -> (columns: Int?, rows: Int?) {
        var (columns, rows) = (Int32(0), Int32(0))
        // Safety: both integers outlive the call, which fills them and keeps no pointer.
        guard unsafe clinux_terminal_size(descriptor, &columns, &rows) == 0 else {
            return (nil, nil)
        }
        return (columns > 0 ? Int(columns) : nil, rows > 0 ? Int(rows) : nil)
    }
}
