using System.Text.Json;
using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Json;

/// <summary>A key of a file and the property that it holds.</summary>
internal abstract class JsonField<TOwner>(string key, string property)
    where TOwner : StoredObject
{
    /// <summary>The key.</summary>
    public string Key => key;

    /// <summary>The name of the property.</summary>
    protected string Property => property;

    /// <summary>Sets the property from a value of a file, or records why the value cannot be read.</summary>
    public abstract void Read(TOwner owner, JsonElement value);

    /// <summary>Determines whether a value of a file equals the property.</summary>
    public abstract bool Holds(JsonElement value, TOwner owner);

    /// <summary>Writes the property. A value that is equal, or that could not be read, is written unchanged.</summary>
    public virtual void Write(TOwner owner, JsonElement existing, PythonJsonWriter writer)
    {
        if (owner.Unreadable.TryGetValue(property, out UnreadableValue? unreadable))
            WriteUnchanged(unreadable.Raw, writer);
        else if (Holds(existing, owner))
            writer.Raw(existing.GetRawText());
        else
            WriteValue(owner, writer);
    }

    /// <summary>Writes the property's value.</summary>
    protected abstract void WriteValue(TOwner owner, PythonJsonWriter writer);

    private static void WriteUnchanged(string raw, PythonJsonWriter writer)
    {
        // A value from a store of another kind may not be JSON.
        if (JsonFile.IsJson(raw))
            writer.Raw(raw);
        else
            writer.Text(raw);
    }
}

/// <inheritdoc/>
/// <param name="field">The property.</param>
/// <param name="kind">The kind of its value.</param>
internal sealed class JsonField<TOwner, TValue>(Field<TOwner, TValue> field, JsonKind<TValue> kind)
    : JsonField<TOwner>(field.Name, field.Property)
    where TOwner : StoredObject
{
    /// <inheritdoc/>
    public override void Read(TOwner owner, JsonElement value)
    {
        JsonReadResult<TValue> result = kind.Read(value);
        if (result.HasValue && field.Rule?.Invoke(owner, result.Value!) is { } violation)
            result = JsonReadResult<TValue>.Failed(violation);

        if (result.HasValue)
            field.Set(owner, result.Value!);

        // After the property: its setter removes the record of an unreadable value.
        if (result.Fault is { } fault)
            owner.SetUnreadable(Property, new UnreadableValue(Key, value.GetRawText(), fault));
    }

    /// <inheritdoc/>
    public override bool Holds(JsonElement value, TOwner owner) =>
        kind.Read(value) is { Fault: null } result && kind.AreEqual(result.Value, field.Get(owner));

    /// <inheritdoc/>
    protected override void WriteValue(TOwner owner, PythonJsonWriter writer) => kind.Write(writer, field.Get(owner));
}
