namespace Marianne.Instruments;

/// <summary>What a record says of the attempt.</summary>
public enum ResultVerdict
{
    /// <summary>Neither success nor failure.</summary>
    None,

    /// <summary>It succeeded, whatever failures were reported before.</summary>
    Success,

    /// <summary>It failed, unless a later record says that it succeeded.</summary>
    Failure,
}
