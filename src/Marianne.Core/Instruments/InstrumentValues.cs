namespace Marianne.Instruments;

/// <summary>The values of the placeholders in the command of an instrument.</summary>
public sealed record InstrumentValues
{
    /// <summary>The prompt, or the path of its file; <c>null</c> if the prompt is not passed as an argument.</summary>
    public string? Prompt { get; init; }

    /// <summary>The model, or <c>null</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The id of the session, or <c>null</c>.</summary>
    public string? Session { get; init; }

    /// <summary>The budget in US dollars, or <c>null</c>.</summary>
    public string? Budget { get; init; }

    /// <summary>The full path of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The sheet's number.</summary>
    public required string SheetNumber { get; init; }

    /// <summary>Returns the value of a placeholder, or <c>null</c> if it has none.</summary>
    /// <param name="name">One of <see cref="InstrumentArguments.Placeholders"/>.</param>
    public string? Of(string name) => name switch
    {
        "prompt" => Prompt,
        "model" => Model,
        "session" => Session,
        "budget" => Budget,
        "workspace" => Workspace,
        _ => SheetNumber,
    };
}
