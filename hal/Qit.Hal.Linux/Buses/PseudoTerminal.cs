using System.Runtime.InteropServices;
using Qit.Hal.Buses;

namespace Qit.Hal.Linux.Buses;

/// <summary>
/// The master side of a Linux pseudo terminal: whoever opens <see cref="Path"/> sees a serial port with a device behind
/// it. Lets the host firmware be reached exactly as an ESP32 on USB is.
/// </summary>
public sealed partial class PseudoTerminal : IByteStream, IDisposable
{
    // Linux values, the same on x86-64 and arm64 (bits/fcntl-linux.h, asm-generic/errno-base.h).
    private const int OpenReadWrite = 2;
    private const int OpenNoControllingTerminal = 0x100;
    private const int SetStatusFlags = 4;
    private const int NonBlocking = 0x800;
    private const int TryAgain = 11;

    // Larger than any libc's struct termios; the content stays opaque.
    private const int TermiosBytes = 256;

    private readonly int master;

    // Held open, because reading a master whose other side nobody has open is an error.
    private readonly int slave;
    private bool isDisposed;

    /// <summary>Makes a new pair in raw mode.</summary>
    /// <exception cref="IOException">The system has no pseudo terminal to give.</exception>
    public PseudoTerminal()
    {
        master = Check(posix_openpt(OpenReadWrite | OpenNoControllingTerminal), "posix_openpt");
        Check(grantpt(master), "grantpt");
        Check(unlockpt(master), "unlockpt");
        byte[] name = new byte[128];
        if (ptsname_r(master, name, name.Length) != 0)
            throw new IOException("ptsname_r failed: this system has no pseudo terminals to give.");
        Path = System.Text.Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
        slave = Check(open(Path, OpenReadWrite | OpenNoControllingTerminal), "open");
        byte[] termios = new byte[TermiosBytes];
        Check(tcgetattr(slave, termios), "tcgetattr");
        cfmakeraw(termios);
        Check(tcsetattr(slave, 0, termios), "tcsetattr");
        Check(fcntl(master, SetStatusFlags, NonBlocking), "fcntl");
    }

    /// <summary>The serial port for the other side to open, for example /dev/pts/3.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public HalStatus Read(byte[] buffer, int offset, int count, out int read)
    {
        nint result = this.read(buffer, offset, count);
        read = result > 0 ? (int)result : 0;
        return result >= 0 || Marshal.GetLastPInvokeError() == TryAgain ? HalStatus.Ok : HalStatus.Disconnected;
    }

    /// <inheritdoc/>
    public HalStatus Write(byte[] buffer, int offset, int count, out int written)
    {
        nint result = write(master, in buffer[offset], count);
        written = result > 0 ? (int)result : 0;
        if (result >= 0)
            return HalStatus.Ok;
        return Marshal.GetLastPInvokeError() == TryAgain ? HalStatus.NotReady : HalStatus.Disconnected;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        _ = close(slave);
        _ = close(master);
    }

    private nint read(byte[] buffer, int offset, int count) => read(master, ref buffer[offset], count);

    private static int Check(int result, string call) => result >= 0
        ? result
        : throw new IOException($"{call} failed (errno {Marshal.GetLastPInvokeError()}): no pseudo terminal to be had.");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc")]
    private static partial int ptsname_r(int descriptor, byte[] name, nint length);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcgetattr(int descriptor, byte[] termios);

    [LibraryImport("libc")]
    private static partial void cfmakeraw(byte[] termios);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcsetattr(int descriptor, int when, byte[] termios);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, ref byte buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, in byte buffer, nint count);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
