using System.Reflection;

namespace Qit.Agent.Dashboard;

/// <summary>The files of the page, built into the program: nothing to install or to fetch from elsewhere.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, (string ContentType, byte[] Body)> Files = Load();

    /// <summary>The file at a path of the site, or false.</summary>
    public static bool TryGet(string path, out string contentType, out byte[] body)
    {
        string name = path == "/" ? "/index.html" : path;
        bool isKnown = Files.TryGetValue(name, out (string ContentType, byte[] Body) file);
        (contentType, body) = file;
        return isKnown;
    }

    private static Dictionary<string, (string ContentType, byte[] Body)> Load()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, (string ContentType, byte[] Body)>();
        IEnumerable<string> names = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (string name in names)
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            var body = new byte[stream.Length];
            stream.ReadExactly(body);
            files["/" + name[Prefix.Length..]] = (ContentType(name), body);
        }
        return files;
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"Page file {name}: no content type for {other}."),
    };
}
