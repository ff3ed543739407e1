namespace Qit.Timing.Tracking;

/// <summary>Ascending tags of one station, bounded in age and number. Always one contiguous span.</summary>
internal sealed class TagBuffer(long longestPicoseconds, int mostTags)
{
    private long[] _tags = new long[1024];
    private int _first;
    private int _end;

    /// <summary>Tags held, ascending.</summary>
    public ReadOnlySpan<long> Tags => _tags.AsSpan(_first, _end - _first);

    public bool IsEmpty => _first == _end;

    public long First => _tags[_first];

    public long Last => _tags[_end - 1];

    /// <summary>Tags that came earlier than a tag before them and were left out.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>Tags dropped because the buffer was full or they grew too old.</summary>
    public long Overrun { get; private set; }

    /// <summary>Appends tags; those earlier than the last are left out and counted.</summary>
    public void Append(ReadOnlySpan<long> tags)
    {
        Reserve(tags.Length);
        long last = IsEmpty ? long.MinValue : Last;
        foreach (long tag in tags)
        {
            if (tag < last)
            {
                OutOfOrder++;
                continue;
            }

            _tags[_end++] = tag;
            last = tag;
        }

        if (IsEmpty) return;
        int before = _end - _first;
        if (Last - First > longestPicoseconds) DropBefore(Last - longestPicoseconds);
        if (_end - _first > mostTags) _first = _end - mostTags;
        Overrun += before - (_end - _first);
    }

    /// <summary>Drops tags earlier than a time.</summary>
    public void DropBefore(long time)
    {
        int low = _first;
        int high = _end;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_tags[middle] < time) low = middle + 1;
            else high = middle;
        }

        _first = low;
    }

    public void Clear() => _first = _end = 0;

    private void Reserve(int more)
    {
        if (_end + more <= _tags.Length) return;
        int count = _end - _first;
        long[] target = count + more <= _tags.Length / 2 ? _tags
            : new long[Math.Max(2 * _tags.Length, 2 * (count + more))];
        Array.Copy(_tags, _first, target, 0, count);
        _tags = target;
        _first = 0;
        _end = count;
    }
}
