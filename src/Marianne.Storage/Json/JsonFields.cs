using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The fields of a job or of a sheet, and the form that a new one fills in.</summary>
internal sealed class JsonFields<TOwner>
    where TOwner : StoredObject
{
    private readonly Dictionary<string, JsonField<TOwner>> _byKey;

    /// <summary>Makes a table.</summary>
    /// <param name="blank">The resource with the form: every key of the peer, in its order, with its default.</param>
    /// <param name="fields">The fields.</param>
    public JsonFields(string blank, IReadOnlyList<JsonField<TOwner>> fields)
    {
        using Stream form = typeof(JsonFields<>).Assembly.GetManifestResourceStream(blank)!;
        using var document = JsonDocument.Parse(form);
        Blank = document.RootElement.Clone();
        _byKey = fields.ToDictionary(field => field.Key);
    }

    /// <summary>The form.</summary>
    public JsonElement Blank { get; }

    /// <summary>The field of a key; nothing when the key belongs to the peer alone.</summary>
    public JsonField<TOwner>? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Sets every property whose key is there.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="from">What the file holds.</param>
    /// <param name="without">A key that is passed over.</param>
    public void Read(TOwner owner, JsonElement from, string? without = null)
    {
        foreach (JsonProperty member in from.EnumerateObject())
        {
            if (Find(member) is { } field && field.Key != without)
                field.Read(owner, member.Value);
        }
    }

    /// <summary>Whether nothing was ever said of it but who it is.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="identity">The key that says who it is.</param>
    public bool IsBlank(TOwner owner, string identity) =>
        _byKey.Values.All(field => field.Key == identity || field.Says(Blank.GetProperty(field.Key), owner));

    /// <summary>Writes every key that is there, and of the other fields those that say something.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="over">What it is written over: what the file holds, or the form.</param>
    /// <param name="writer">Where to.</param>
    public void Write(TOwner owner, JsonElement over, PythonJsonWriter writer)
    {
        writer.StartObject();
        HashSet<string> missing = [.. _byKey.Keys];
        foreach (JsonProperty member in over.EnumerateObject())
        {
            if (Find(member) is { } field)
            {
                Write(field, member.Value);
                missing.Remove(field.Key);
            }
            else
            {
                writer.Raw(member.ToString()); // The name with the value, as they stand.
            }
        }

        foreach (JsonField<TOwner> field in missing.Select(key => _byKey[key]))
        {
            JsonElement blank = Blank.GetProperty(field.Key);
            if (!field.Says(blank, owner))
                Write(field, blank);
        }

        writer.EndObject();

        void Write(JsonField<TOwner> field, JsonElement there)
        {
            writer.Name(field.Key);
            field.Write(owner, there, writer);
        }
    }

    private JsonField<TOwner>? Find(JsonProperty member) => JsonFile.NameOf(member) is { } key ? Find(key) : null;
}
