namespace BatchGrains.Client;

/// <summary>Tells the failures that pass: a silo died, a grain moves, a connection broke, an answer was lost.</summary>
internal static class TransientFailure
{
    public static bool Is(Exception failure) => failure switch
    {
        OrleansConfigurationException or GrainExtensionNotInstalledException or GrainReferenceNotBoundException => false,
        // A call that its caller did not cancel was cancelled by a silo on its way out.
        OrleansException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
