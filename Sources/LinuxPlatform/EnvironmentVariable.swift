internal import Glibc

/// The environment of this program, for tests that stand in for systemd.
package enum EnvironmentVariable {
    /// Sets a variable, or removes it with nil. Other threads that read the environment at the same
    /// moment may crash, so only a program without any calls it: an exit test.
    package static func set(_ name: String, to value: String?) {
        // Safety: both strings are passed as NUL-terminated copies, which the call copies again.
        let outcome = if let value { unsafe setenv(name, value, 1) } else { unsafe unsetenv(name) }
        precondition(outcome == 0, "The name of an environment variable is not a name.")
    }
}
