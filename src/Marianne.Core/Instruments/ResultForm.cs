namespace Marianne.Instruments;

/// <summary>The form of what an agent writes.</summary>
public enum ResultForm
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>JSON objects, one a line.</summary>
    Jsonl,
}
