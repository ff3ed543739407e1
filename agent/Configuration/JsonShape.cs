using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Qit.Agent.Configuration;

/// <summary>
/// Holds a JSON text against the record it is for, before the serializer reads it: the serializer's own messages speak of
/// .NET types, and never of what would be right. After this check names are known and said once, nulls stand only where
/// they mean something, and values are of the right kind; their ranges are checked elsewhere.
/// </summary>
internal ref struct JsonShape
{
    private readonly JsonSerializerOptions options;
    private readonly ReadOnlySpan<byte> text;
    private Utf8JsonReader reader;

    private JsonShape(ReadOnlySpan<byte> text, JsonSerializerOptions options)
    {
        this.text = text;
        this.options = options;
        reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            CommentHandling = options.ReadCommentHandling,
            AllowTrailingCommas = options.AllowTrailingCommas,
        });
    }

    /// <exception cref="BadInputException">Line, field and what would be right.</exception>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, Type type, JsonSerializerOptions options)
    {
        var shape = new JsonShape(utf8, options);
        shape.reader.Read();
        shape.CheckValue("", type, isNullGood: false);
        // What follows the value: nothing, or it is not JSON.
        shape.reader.Read();
    }

    private void CheckValue(string path, Type type, bool isNullGood)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            if (!isNullGood)
                throw Wrong(path, type);
            return;
        }
        JsonTypeInfo info = options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(path, info);
                break;
            case JsonTypeInfoKind.Enumerable:
                CheckList(path, info);
                break;
            case JsonTypeInfoKind.Dictionary:
                CheckNamed(path, info);
                break;
            default:
                if (!IsGood(info.Type))
                    throw Wrong(path, info.Type);
                break;
        }
    }

    private void CheckObject(string path, JsonTypeInfo info)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Wrong(path, info.Type);
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = Text();
            string field = path.Length == 0 ? name : $"{path}.{name}";
            JsonPropertyInfo property = info.Properties.FirstOrDefault(known => known.Name == name)
                ?? throw Fault(
                    $"'{BadValue.Show(name)}' is no option {(path.Length == 0 ? "here" : "of " + path)}; known are "
                    + string.Join(", ", info.Properties.Select(known => known.Name)));
            if (!seen.Add(name))
                throw Fault($"{field} is said twice; right would be once");
            reader.Read();
            CheckValue(field, property.PropertyType, property.IsSetNullable);
        }
    }

    /// <summary>Names that the reader's own code judges, all with values of one type.</summary>
    private void CheckNamed(string path, JsonTypeInfo info)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Wrong(path, info.Type);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = $"{path}.{Text()}";
            reader.Read();
            CheckValue(field, info.ElementType!, isNullGood: false);
        }
    }

    private void CheckList(string path, JsonTypeInfo info)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong(path, info.Type);
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            CheckValue($"{path}[{index}]", info.ElementType!, isNullGood: false);
    }

    private readonly bool IsGood(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => reader.TokenType is JsonTokenType.True or JsonTokenType.False,
        TypeCode.String => reader.TokenType == JsonTokenType.String && IsText(),
        _ when reader.TokenType != JsonTokenType.Number => false,
        TypeCode.Int32 => reader.TryGetInt32(out _),
        TypeCode.Int64 => reader.TryGetInt64(out _),
        TypeCode.UInt64 => reader.TryGetUInt64(out _),
        _ => reader.TryGetDouble(out _),
    };

    private readonly BadInputException Wrong(string path, Type type)
    {
        string right = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.String => "a text in quotes",
            TypeCode.Int32 => $"a whole number, {int.MinValue} to {int.MaxValue}",
            TypeCode.Int64 => $"a whole number, {long.MinValue} to {long.MaxValue}",
            TypeCode.UInt64 => $"a whole number, 0 to {ulong.MaxValue}",
            TypeCode.Object when options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable => "a list in [ ]",
            TypeCode.Object => "an object in { }",
            _ => "a number",
        };
        string what = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => $"\"{BadValue.Show(Encoding.UTF8.GetString(reader.ValueSpan))}\"",
            _ => BadValue.Show(Encoding.UTF8.GetString(reader.ValueSpan)),
        };
        return Fault($"{(path.Length == 0 ? "the whole" : path)} is {what}; right would be {right}");
    }

    private readonly BadInputException Fault(string message)
    {
        int line = 1 + text[..(int)reader.TokenStartIndex].Count((byte)'\n');
        return new BadInputException($"line {line}: {message}");
    }

    private readonly bool IsText()
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no text.
            return false;
        }
    }

    private readonly string Text() =>
        IsText() ? reader.GetString()! : throw Fault("a name holds half a surrogate pair; right would be a known name");
}
