using System.Diagnostics.CodeAnalysis;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>The layout of OUT: what it can hold, and the writer for it.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The writers own nothing but the file's stream, which the file's owner disposes.")]
internal sealed class ConvertWriter
{
    private readonly A1Writer? a1;
    private readonly TextTagWriter? text;
    private readonly QttWriter? qtt;

    /// <summary>Begins the file in the stream.</summary>
    public ConvertWriter(ConvertRequest request, TagReader source, bool? simulated, Stream stream)
    {
        string origin = $"converted from: {Path.GetFileName(request.In)} ({TagFormats.Name(source.Format)})";
        QttHeader? header = (source as QttReader)?.Header;
        switch (request.To)
        {
            case TagFormat.Text:
                Tick = TickLength.OnePicosecond;
                string[] comments = header is { Provenance.Length: > 0 }
                    ? [origin, $"provenance: {header.Provenance}"] : [origin];
                text = new TextTagWriter(stream, simulated, comments);
                break;
            case TagFormat.Qtt:
                const int DetectorsOfQtt = 31; // a pattern is an int
                Tick = source.TickLength;
                ArePatterns = source.ChannelsArePatterns;
                Detectors = DetectorsOfQtt;
                qtt = new QttWriter(stream, new QttHeader
                {
                    TickLength = Tick,
                    ChannelsArePatterns = ArePatterns,
                    Simulated = simulated,
                    Start = header?.Start,
                    ChannelNames = Rename(header?.ChannelNames, request.Channels),
                    Provenance = header is { Provenance.Length: > 0 } ? $"{header.Provenance}\n{origin}" : origin,
                });
                break;
            default:
                const int DetectorsOfA1 = 4;
                Tick = TickLength.Nanosecond256Th;
                ArePatterns = true;
                Detectors = DetectorsOfA1;
                a1 = new A1Writer(stream, highHalfFirst: request.To == TagFormat.A1Legacy);
                break;
        }
    }

    /// <summary>Its tick.</summary>
    public TickLength Tick { get; }

    /// <summary>True when an event is written as a pattern of detector bits, false when as one channel number.</summary>
    public bool ArePatterns { get; }

    /// <summary>Detectors that a pattern has.</summary>
    public int Detectors { get; }

    /// <summary>True when times wrap (a1).</summary>
    public bool Wraps => a1 is not null;

    /// <summary>Appends an event.</summary>
    public void Write(long time, int value)
    {
        a1?.Write(time, value);
        text?.Write(time, value);
        qtt?.Write(time, value);
    }

    /// <summary>Adds the mark to text. False where it can no longer be added.</summary>
    public bool TryMarkSimulated()
    {
        text?.WriteComment("simulated: true");
        return qtt is null; // a1 has its mark in the file beside it
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Complete()
    {
        a1?.Flush();
        text?.Flush();
        qtt?.Complete();
    }

    private static SortedDictionary<int, string> Rename(IReadOnlyDictionary<int, string>? names, ConvertChannels channels)
    {
        var renamed = new SortedDictionary<int, string>();
        foreach ((int channel, string name) in names ?? new SortedDictionary<int, string>())
        {
            if (channels.TryMap(channel, out int target)) renamed[target] = name;
        }

        return renamed;
    }
}
