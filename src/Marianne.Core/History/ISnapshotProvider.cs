namespace Marianne.History;

/// <summary>Takes snapshots of the types of objects that a host uses as data of steps.</summary>
public interface ISnapshotProvider
{
    /// <summary>Returns a deep copy that shares no mutable object with the original.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the data contains itself, or is nested too deeply.</exception>
    object? Copy(object data);

    /// <summary>Returns the full name of the type.</summary>
    string TypeOf(object data);

    /// <summary>Returns a number that identifies the object during its lifetime.</summary>
    int IdentityOf(object data);

    /// <summary>Returns the number of items, characters or properties, or <c>null</c> if there is nothing to count.</summary>
    long? SizeOf(object data);
}
