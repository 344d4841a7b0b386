namespace Marianne.History;

/// <summary>Knows the kinds of objects that a host gives to steps as data.</summary>
public interface ISnapshotProvider
{
    /// <summary>A copy that shares nothing that can change.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it contains itself, or is nested too deep.</exception>
    object? Copy(object data);

    /// <summary>The full name of its type.</summary>
    string TypeOf(object data);

    /// <summary>A number that the very same object has for as long as it lives.</summary>
    int IdentityOf(object data);

    /// <summary>How many items, characters or properties it has; nothing when it has none to count.</summary>
    long? SizeOf(object data);
}
