namespace Marianne.History;

/// <summary>A step that was read from a history file, and its position in the tree as far as it is known.</summary>
/// <param name="step">The step.</param>
/// <param name="place">The position in the JSON at which the step occurs first.</param>
internal sealed class ParsedStep(ExecutionStep step, string place)
{
    /// <summary>The step.</summary>
    public ExecutionStep Step => step;

    /// <summary>The position in the JSON at which the step occurs first.</summary>
    public string Place => place;

    /// <summary>The parent of the step; <c>null</c> for a root.</summary>
    public ParsedStep? Parent { get; set; }

    /// <summary>The number of the last path that contains the step, from 1.</summary>
    public int Path { get; set; }

    /// <summary>Indicates whether a path contains the step.</summary>
    public bool IsPlaced { get; set; }

    /// <summary>Indicates whether a list by mode contains the step.</summary>
    public bool IsStored { get; set; }
}
