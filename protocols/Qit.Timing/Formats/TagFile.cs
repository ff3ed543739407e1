namespace Qit.Timing.Formats;

/// <summary>Opens tag files of any known layout.</summary>
public static class TagFile
{
    /// <summary>A reader for the stream, which it will dispose. The stream need not be seekable; of qtt a range of times is
    /// found faster in one that is.</summary>
    /// <param name="stream">Positioned at the start of the file.</param>
    /// <param name="sourceName">Name for messages and reports.</param>
    /// <param name="options">What is known beforehand; null for the defaults.</param>
    /// <exception cref="TagFileException">The file is empty, unknown or undecided.</exception>
    public static TagReader Open(Stream stream, string sourceName, TagReadOptions? options = null)
    {
        options ??= new TagReadOptions();
        TagFormat format = options.Format;
        byte[] prefix = new byte[TagFormatDetector.PrefixBytes];
        int length = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (length == 0) throw new TagFileException(sourceName, "the file is empty; expected a tag file");
        if (format == TagFormat.Auto)
            format = TagFormatDetector.Detect(prefix.AsSpan(0, length), length < prefix.Length, sourceName);
        bool isSought = format == TagFormat.Qtt && stream.CanSeek;
        if (isSought) stream.Seek(-length, SeekOrigin.Current);
        Stream whole = isSought ? stream : new PrefixedStream(prefix, length, stream);
        return format switch
        {
            TagFormat.A1 => new A1Reader(whole, sourceName, highHalfFirst: false, options),
            TagFormat.A1Legacy => new A1Reader(whole, sourceName, highHalfFirst: true, options),
            TagFormat.A0 => new HexTextReader(whole, sourceName, twoLinesAnEvent: true, options),
            TagFormat.A2 => new HexTextReader(whole, sourceName, twoLinesAnEvent: false, options),
            TagFormat.Ptu => new PtuReader(whole, sourceName, options),
            TagFormat.Qutag => new QutagReader(whole, sourceName, options),
            TagFormat.Qtt => new QttReader(whole, sourceName, options),
            TagFormat.Text => new DelimitedTagReader(whole, sourceName, options),
            _ => throw new ArgumentOutOfRangeException(nameof(options), format, "no such format"),
        };
    }

    /// <summary>Reads a whole file into memory, sorted. See <see cref="TagData"/>.</summary>
    /// <exception cref="TagFileException">Unusable content, or no event in it.</exception>
    public static TagData Load(Stream stream, string sourceName, TagReadOptions? options = null)
    {
        using TagReader reader = Open(stream, sourceName, options);
        return TagData.Load(reader);
    }

    /// <summary>Gives back the bytes that detection consumed, then the rest of the stream.</summary>
    private sealed class PrefixedStream(byte[] prefix, int length, Stream rest) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (position >= length) return rest.Read(buffer);
            int count = Math.Min(buffer.Length, length - position);
            prefix.AsSpan(position, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
