using System.CommandLine;
using Qit.Timing.Formats;

namespace Qit.Agent.Commands;

/// <summary>The options by which a tool that reads tag files is told what they do not say themselves.</summary>
internal sealed class TagFileOptions
{
    public Option<string> Format { get; } = new("--format")
    {
        Description = "auto, a1 (low half first), a1-legacy (high half first), a0, a2, text, ptu, qutag or qtt. Default: auto",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "auto",
    };

    public Option<string?> Unit { get; } = new("--unit")
    {
        Description = "Unit of text files: fs, ps, ns, us, ms or s. Default: the file's '# unit:' line, or ps",
        HelpName = "UNIT",
    };

    public Option<decimal?> Tick { get; } = new("--tick")
    {
        Description = "Tick of qutag files, picoseconds. Default: 1",
        HelpName = "PS",
    };

    /// <summary>What was given.</summary>
    /// <exception cref="BadInputException">A value is not one of those accepted.</exception>
    public TagReadOptions Read(ParseResult arguments) => new()
    {
        Format = OffsetInput.ParseFormat("--format", arguments.GetValue(Format)!),
        Unit = OffsetInput.ParseUnit(arguments.GetValue(Unit)),
        Tick = OffsetInput.ParseTick(arguments.GetValue(Tick)),
    };

    /// <summary>Reads a file into memory.</summary>
    /// <exception cref="BadInputException">It cannot be read, or has a unit of its own where one was given.</exception>
    public static TagData Load(string path, TagReadOptions options)
    {
        TagData data = OffsetInput.Read(path, stream => TagFile.Load(stream, path, options));
        OffsetInput.CheckUnit(path, data.Report.Format, options);
        return data;
    }

    /// <summary>Times of one channel, or of all events, ps.</summary>
    /// <exception cref="BadInputException">The channel has no event.</exception>
    public static long[] Select(TagData data, int? channel)
    {
        try
        {
            return data.SelectPicoseconds(channel);
        }
        catch (TagFileException fault)
        {
            throw new BadInputException(fault.Message, fault);
        }
    }
}
