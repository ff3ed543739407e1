using System.Globalization;
using System.Runtime.InteropServices;

namespace Qit.Agent.Commands;

/// <summary>Which channels are taken and under which number they are written; counts the events of each.</summary>
internal sealed class ConvertChannels
{
    // A file of noise may name any number of channels; these many are told apart in the report.
    private const int MostCounted = 256;

    private readonly Dictionary<int, int> targets = [];
    private readonly Dictionary<int, long> counts = [];

    /// <summary>Events by channel of the input, ascending; those beyond the first 256 channels are not among them.
    /// </summary>
    public IEnumerable<(int Channel, int Target, long Events)> Counts => counts
        .Where(entry => IsTaken(entry.Key))
        .OrderBy(entry => entry.Key)
        .Select(entry => (entry.Key, targets.GetValueOrDefault(entry.Key, entry.Key), entry.Value));

    /// <summary>True when channels were named, so that events in others are left out.</summary>
    public bool IsSelection => targets.Count > 0;

    /// <summary>Reads words of the form N or N=M.</summary>
    /// <exception cref="BadInputException">Not of that form, or a channel named twice.</exception>
    public static ConvertChannels Parse(IEnumerable<string> words)
    {
        var channels = new ConvertChannels();
        foreach (string word in words)
        {
            string[] parts = word.Split('=');
            if (parts.Length > 2 || !TryParse(parts[0], out int source) || !TryParse(parts[^1], out int target))
                throw new BadInputException($"--channel is '{word}'; right would be N, or N=M to write channel N as M");
            if (!channels.targets.TryAdd(source, target))
                throw new BadInputException($"--channel names {source} twice; right would be once");
        }

        return channels;
    }

    /// <summary>Counts an event and says whether, and as which channel, it is written.</summary>
    public bool TryTake(int channel, out int target)
    {
        if (counts.Count < MostCounted) CollectionsMarshal.GetValueRefOrAddDefault(counts, channel, out _)++;
        else if (counts.ContainsKey(channel)) CollectionsMarshal.GetValueRefOrNullRef(counts, channel)++;
        return TryMap(channel, out target);
    }

    /// <summary>Says whether, and as which channel, a channel's events are written.</summary>
    public bool TryMap(int channel, out int target)
    {
        target = channel;
        return !IsSelection || targets.TryGetValue(channel, out target);
    }

    /// <summary>Refuses a selection of which a channel has no event.</summary>
    /// <exception cref="BadInputException">A channel was named that does not occur.</exception>
    public void CheckAllOccur(string path)
    {
        const int Most = 8;
        foreach (int channel in targets.Keys.Where(channel => !counts.ContainsKey(channel)))
        {
            IEnumerable<string> list = counts.OrderBy(entry => entry.Key).Take(Most)
                .Select(entry => $"{entry.Key} ({entry.Value} events)");
            throw new BadInputException(
                $"{path}: no event in channel {channel}; it has {string.Join(", ", list)}{(counts.Count > Most ? ", ..." : "")}");
        }
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private bool IsTaken(int channel) => !IsSelection || targets.ContainsKey(channel);
}
