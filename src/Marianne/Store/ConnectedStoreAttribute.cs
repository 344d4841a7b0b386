using System.Management.Automation;
using Marianne.Stores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Converts a path to the store that the session is connected to, with the meaning that paths have for <c>Connect-Marianne</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConnectedStoreAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        if (StorePathAttribute.PathOf(inputData) is not { } path)
            return inputData;

        try
        {
            StoreLocation location = StorePathAttribute.LocationOf(path, engineIntrinsics.SessionState);
            return Connections.Find(location) ?? throw ConnectionErrors.NotConnectedTo(location.Path!);
        }
        catch (MarianneException error)
        {
            throw new ArgumentTransformationMetadataException(TerminalText.Message(error.Message), error);
        }
    }
}
