using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The keys of a job or of a sheet, and the blank form that a new one is written over.</summary>
internal sealed class JsonFields<TOwner>
    where TOwner : StoredObject
{
    private readonly Dictionary<string, JsonField<TOwner>> _byKey;

    /// <summary>Creates the table of keys.</summary>
    /// <param name="blank">
    /// The resource with the form: every key of the Python implementation, in its order, with its default.
    /// </param>
    /// <param name="fields">The keys that correspond to properties.</param>
    public JsonFields(string blank, IReadOnlyList<JsonField<TOwner>> fields)
    {
        using Stream form = typeof(JsonFields<>).Assembly.GetManifestResourceStream(blank)!;
        using var document = JsonDocument.Parse(form);
        Blank = document.RootElement.Clone();

        // In the order of the form, in which keys are added to a file that lacks them.
        string[] order = [.. Blank.EnumerateObject().Select(member => member.Name)];
        _byKey = fields.OrderBy(field => Array.IndexOf(order, field.Key)).ToDictionary(field => field.Key);
    }

    /// <summary>The blank form.</summary>
    public JsonElement Blank { get; }

    /// <summary>Returns the field of a key, or <c>null</c> if the key belongs to other implementations.</summary>
    public JsonField<TOwner>? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Sets every property whose key exists.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="from">The content of the file.</param>
    /// <param name="except">A key to skip.</param>
    public void Read(TOwner owner, JsonElement from, string? except = null)
    {
        foreach (JsonProperty member in from.EnumerateObject())
        {
            if (Find(member) is { } field && field.Key != except)
                field.Read(owner, member.Value);
        }
    }

    /// <summary>Determines whether every property but the identity has its default.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="identity">The key of the identity.</param>
    public bool IsBlank(TOwner owner, string identity) =>
        _byKey.Values.All(field => field.Key == identity || field.Holds(Blank.GetProperty(field.Key), owner));

    /// <summary>Writes every key that exists, and each missing one whose property does not have its default.</summary>
    /// <param name="owner">The job or the sheet.</param>
    /// <param name="over">What it is written over: the content of the file, or the blank form.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="writeValue">
    /// Writes the value of a field in another way, or returns <c>false</c>; <c>null</c> if there is no other way.
    /// </param>
    public void Write(TOwner owner, JsonElement over, PythonJsonWriter writer, Func<JsonField<TOwner>, bool>? writeValue = null)
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
                writer.Raw(member.ToString()); // The name and the value, unchanged.
            }
        }

        foreach (JsonField<TOwner> field in missing.Select(key => _byKey[key]))
        {
            JsonElement blank = Blank.GetProperty(field.Key);
            if (!field.Holds(blank, owner))
                Write(field, blank);
        }

        writer.EndObject();

        void Write(JsonField<TOwner> field, JsonElement existing)
        {
            writer.Name(field.Key);
            if (writeValue?.Invoke(field) is not true)
                field.Write(owner, existing, writer);
        }
    }

    private JsonField<TOwner>? Find(JsonProperty member) => JsonFile.NameOf(member) is { } key ? Find(key) : null;
}
