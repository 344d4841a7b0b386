using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A key of a file and the property that it stands for.</summary>
internal abstract class JsonField<TOwner>(string key, string property)
    where TOwner : StoredObject
{
    /// <summary>The key.</summary>
    public string Key => key;

    /// <summary>The name of the property.</summary>
    protected string Property => property;

    /// <summary>Sets the property from a value of a file, or notes why that cannot be read.</summary>
    public abstract void Read(TOwner owner, JsonElement value);

    /// <summary>Whether a value of a file is what the property holds.</summary>
    public abstract bool Says(JsonElement value, TOwner owner);

    /// <summary>Writes the property. What a file says already, and what could not be read, stays as it is.</summary>
    public virtual void Write(TOwner owner, JsonElement there, PythonJsonWriter writer)
    {
        if (owner.Unreadable.TryGetValue(property, out UnreadableValue? unreadable))
            WriteAsItIs(unreadable.Raw, writer);
        else if (Says(there, owner))
            writer.Raw(there.GetRawText());
        else
            WriteValue(owner, writer);
    }

    /// <summary>Writes what the property holds.</summary>
    protected abstract void WriteValue(TOwner owner, PythonJsonWriter writer);

    private static void WriteAsItIs(string raw, PythonJsonWriter writer)
    {
        // What came from a store of another kind need not be JSON.
        if (JsonFile.IsJson(raw))
            writer.Raw(raw);
        else
            writer.Text(raw);
    }
}

/// <inheritdoc/>
/// <param name="key">The key.</param>
/// <param name="property">The name of the property.</param>
/// <param name="kind">What kind of value it is.</param>
/// <param name="get">Gets the property.</param>
/// <param name="set">Sets the property.</param>
/// <param name="fault">Tells what is wrong with a value of this owner; nothing when it can be used.</param>
internal sealed class JsonField<TOwner, TValue>(
    string key,
    string property,
    JsonKind<TValue> kind,
    Func<TOwner, TValue> get,
    Action<TOwner, TValue> set,
    Func<TOwner, TValue, string?>? fault = null)
    : JsonField<TOwner>(key, property)
    where TOwner : StoredObject
{
    /// <inheritdoc/>
    public override void Read(TOwner owner, JsonElement value)
    {
        JsonReadResult<TValue> reading = kind.Read(value);
        if (reading.HasValue && fault?.Invoke(owner, reading.Value!) is { } why)
            reading = JsonReadResult<TValue>.Failed(why);

        if (reading.HasValue)
            set(owner, reading.Value!);

        // After the property, whose setter forgets what could not be read before.
        if (reading.Fault is { } reason)
            owner.SetUnreadable(Property, new UnreadableValue(Key, value.GetRawText(), reason));
    }

    /// <inheritdoc/>
    public override bool Says(JsonElement value, TOwner owner) =>
        kind.Read(value) is { Fault: null } reading && kind.AreSame(reading.Value, get(owner));

    /// <inheritdoc/>
    protected override void WriteValue(TOwner owner, PythonJsonWriter writer) => kind.Write(writer, get(owner));
}
