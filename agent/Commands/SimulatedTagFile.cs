using System.Diagnostics.CodeAnalysis;
using Qit.Hal.Simulation;
using Qit.Timing;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>One station's tags on their way to a file, in the format asked for.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The writers own nothing but the file's stream, which the file's owner disposes.")]
internal sealed class SimulatedTagFile
{
    private readonly string path;
    private readonly TickLength tick;
    private readonly int channel;
    private readonly A1Writer? binary;
    private readonly TextTagWriter? text;
    private readonly QttWriter? qtt;

    /// <summary>Writes to the file, whose owner commits and disposes it.</summary>
    public SimulatedTagFile(WholeFile file, string format, TaggerOptions tagger)
    {
        path = file.Path;
        tick = new TickLength(tagger.TickFemtosecondsNumerator, tagger.TickFemtosecondsDenominator);
        channel = tagger.Channel;
        if (format == "text")
            text = new TextTagWriter(file.Stream, simulated: true);
        else if (format == "qtt")
            qtt = new QttWriter(file.Stream, new QttHeader { TickLength = tick, Simulated = true, Provenance = "qit simulate" });
        else
            binary = new A1Writer(file.Stream);
    }

    public long Count { get; private set; }

    public void Write(ReadOnlySpan<long> ticks)
    {
        foreach (long tag in ticks)
        {
            qtt?.Write(tag, channel);
            if (qtt is not null)
                continue;
            long picoseconds = tick.ToPicoseconds(tag);
            text?.Write(picoseconds, channel);
            if (binary is null)
                continue;
            if (picoseconds < 0)
            {
                throw new BadInputException(
                    $"{path}: a1 cannot hold the time {picoseconds} ps; right would be --format text or a clock that starts at 0 or later");
            }
            binary.Write(A1Writer.TicksFromPicoseconds(picoseconds), 1 << (channel - 1));
        }
        Count += ticks.Length;
    }

    /// <summary>Hands what is left to the file; nothing can be written then.</summary>
    public void Complete()
    {
        qtt?.Complete();
        binary?.Flush();
        text?.Flush();
    }
}
