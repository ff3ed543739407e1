namespace Qit.Agent.Commands;

/// <summary>A file that appears under its name only when it is whole: written beside it, renamed by <see cref="Commit"/>,
/// deleted otherwise.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string path;
    private readonly string partial;
    private bool isCommitted;

    public WholeFile(string path)
    {
        this.path = path;
        partial = path + ".partial";
        Stream = new FileStream(partial, FileMode.Create, FileAccess.Write);
    }

    public FileStream Stream { get; }

    public void Commit()
    {
        // Writers may have closed the stream already.
        if (Stream.CanWrite)
            Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(partial, path, overwrite: true);
        isCommitted = true;
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!isCommitted)
            File.Delete(partial);
    }
}
