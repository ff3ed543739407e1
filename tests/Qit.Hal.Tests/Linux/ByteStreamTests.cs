using System.Net;
using Qit.Hal.Buses;
using Qit.Hal.Linux.Buses;
using Qit.Hal.Simulation;

namespace Qit.Hal.Tests.Linux;

/// <summary>What every byte stream promises, held by each of them.</summary>
[Category("RealComponents")]
public class ByteStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static IEnumerable<string> Kinds() => ["in-memory", "tcp", "pty and serial port"];

    [TestCaseSource(nameof(Kinds))]
    public void Bytes_ArriveUnchanged_BothWays(string kind)
    {
        (IByteStream device, IByteStream gateway) = OpenPair(kind);
        // Every byte value, so that no line discipline may touch any.
        byte[] sent = [.. Enumerable.Range(0, 4 * 256).Select(i => (byte)i)];
        Assert.That(Pass(device, gateway, sent), Is.EqualTo(sent));
        Assert.That(Pass(gateway, device, sent), Is.EqualTo(sent));
        Close(device, gateway);
    }

    [TestCaseSource(nameof(Kinds))]
    public void Read_DoesNotBlock_WhenNothingHasArrived(string kind)
    {
        (IByteStream device, IByteStream gateway) = OpenPair(kind);
        Assert.That(gateway.Read(new byte[10], 0, 10, out int read), Is.EqualTo(HalStatus.Ok));
        Assert.That(read, Is.Zero);
        Close(device, gateway);
    }

    [Test]
    public void Tcp_SaysDisconnected_WhenTheOtherSideIsGone_AndTakesTheNextOne()
    {
        using var listener = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.That(listener.Write([1], 0, 1, out _), Is.EqualTo(HalStatus.Disconnected), "nobody there yet");
        var first = TcpByteStream.Connect("127.0.0.1", listener.Port, Patience);
        Pass(first, listener, [1, 2, 3]);
        first.Dispose();
        byte[] buffer = new byte[10];
        Assert.That(
            SpinWait.SpinUntil(() => listener.Read(buffer, 0, 10, out _) == HalStatus.Disconnected, Patience), Is.True);
        using var second = TcpByteStream.Connect("127.0.0.1", listener.Port, Patience);
        Assert.That(Pass(second, listener, [4, 5]), Is.EqualTo(new byte[] { 4, 5 }));
    }

    [Test]
    public void Tcp_NewcomerTakesOver_FromADeadConnection()
    {
        using var listener = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
        using var dead = TcpByteStream.Connect("127.0.0.1", listener.Port, Patience);
        Pass(dead, listener, [1]);
        using var alive = TcpByteStream.Connect("127.0.0.1", listener.Port, Patience);
        Assert.That(Pass(alive, listener, [2]), Is.EqualTo(new byte[] { 2 }));
    }

    [TestCase("tcp://127.0.0.1:1")]
    [TestCase("serial:///dev/does-not-exist")]
    public void Open_NamesWhatItCannotOpen(string address) =>
        Assert.That(
            () => LinkAddress.Parse(address).Open(),
            Throws.InstanceOf<IOException>().With.Message.Contains(address));

    [Test]
    public void SerialPort_ThatIsMissing_IsNotCalledDenied() =>
        Assert.That(
            () => LinkAddress.Parse("serial:///dev/does-not-exist").Open(),
            Throws.InstanceOf<IOException>().With.Message.EqualTo(
                "serial:///dev/does-not-exist: no such device; right would be the device file of the port, e.g. /dev/ttyUSB0"));

    [TestCase("serial://dev/ttyUSB0")]
    [TestCase("serial://dev/ttyUSB0?baud=115200")]
    public void SerialAddress_WithTwoSlashes_IsToldThree(string text) =>
        Assert.That(
            () => LinkAddress.Parse(text),
            Throws.TypeOf<FormatException>().With.Message.Contains("three would be right: serial:///dev/ttyUSB0"));

    [Test]
    public void Address_ThatIsEndless_IsCutInTheError() =>
        Assert.That(
            () => LinkAddress.Parse(new string('x', 1_000_000)),
            Throws.TypeOf<FormatException>().With.Message.Length.LessThan(300));

    [Test]
    public void Listen_NamesAPortThatIsTaken()
    {
        using var occupant = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.That(
            () => new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, occupant.Port)),
            Throws.InstanceOf<IOException>().With.Message.Contains($"{occupant.Port}"));
    }

    [TestCase("tcp://lab.example:7001", "tcp://lab.example:7001")]
    [TestCase("tcp-listen://0.0.0.0:7001", "tcp-listen://0.0.0.0:7001")]
    [TestCase("serial:///dev/ttyUSB0", "serial:///dev/ttyUSB0?baud=921600")]
    [TestCase("serial:///dev/ttyUSB0?baud=115200", "serial:///dev/ttyUSB0?baud=115200")]
    [TestCase("pty", "pty")]
    public void Address_IsUnderstood(string text, string meaning) =>
        Assert.That(LinkAddress.Parse(text).ToString(), Is.EqualTo(meaning));

    [TestCase("")]
    [TestCase("ttyUSB0")]
    [TestCase("tcp://lab.example")]
    [TestCase("tcp-listen://lab.example:1")]
    [TestCase("serial://")]
    [TestCase("serial:///dev/ttyUSB0?baud=fast")]
    [TestCase("http://x:1")]
    public void Address_ThatIsNone_IsRefused_WithTheRightForms(string text) =>
        Assert.That(() => LinkAddress.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("right would be"));

    private static (IByteStream Device, IByteStream Gateway) OpenPair(string kind)
    {
        switch (kind)
        {
            case "in-memory":
                var cable = new InMemoryLink();
                return (cable.EndA, cable.EndB);
            case "tcp":
                var listener = new TcpListenerByteStream(new IPEndPoint(IPAddress.Loopback, 0));
                TcpByteStream client = TcpByteStream.Connect("127.0.0.1", listener.Port, Patience);
                // The listener takes its peer at the next read.
                listener.Read(new byte[1], 0, 1, out _);
                return (listener, client);
            default:
                var terminal = new PseudoTerminal();
                return (terminal, new SerialByteStream(terminal.Path, 921_600));
        }
    }

    private static byte[] Pass(IByteStream from, IByteStream to, byte[] bytes)
    {
        byte[] received = new byte[bytes.Length];
        int sent = 0;
        int arrived = 0;
        bool isDone = SpinWait.SpinUntil(
            () =>
            {
                if (sent < bytes.Length)
                {
                    from.Write(bytes, sent, bytes.Length - sent, out int written);
                    sent += written;
                }
                if (arrived < received.Length)
                {
                    to.Read(received, arrived, received.Length - arrived, out int read);
                    arrived += read;
                }
                return arrived == received.Length;
            },
            Patience);
        Assert.That(isDone, Is.True, $"{arrived} of {bytes.Length} bytes arrived");
        return received;
    }

    private static void Close(params IByteStream[] streams)
    {
        foreach (IByteStream stream in streams)
            (stream as IDisposable)?.Dispose();
    }
}
