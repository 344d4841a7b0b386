namespace Marianne.History;

/// <summary>What a history keeps of the data of its steps, and what of its steps when it grows too deep.</summary>
public enum DataMode
{
    /// <summary>A snapshot is a deep copy; every step stays.</summary>
    Copy,

    /// <summary>A snapshot is the type, the identity and the size; finished side branches go.</summary>
    Reference,

    /// <summary>A snapshot is the type alone; only the last steps of the current path stay.</summary>
    Direct,
}
