namespace BatchGrains;

/// <summary>Why there is no fresh snapshot. Numbers are part of the wire format.</summary>
[GenerateSerializer]
[Alias("BatchGrains.BatchFaultCode")]
public enum BatchFaultCode
{
    /// <summary>Our own failure.</summary>
    Internal = 0,

    /// <summary>Not a provider that is known here.</summary>
    UnknownProvider = 1,

    /// <summary>The id breaks the provider's rule for ids. The provider was not asked.</summary>
    InvalidBatchId = 2,

    /// <summary>The provider has no batch API, or not as it is set up here.</summary>
    UnsupportedOperation = 3,

    /// <summary>No credentials are configured for this tenant and provider.</summary>
    ProviderNotConfigured = 4,

    /// <summary>No account of this tenant knows the id.</summary>
    BatchNotFound = 5,

    /// <summary>The provider, or our own budget for its account, says wait.</summary>
    ProviderRateLimited = 6,

    /// <summary>The provider refuses our credentials or our account.</summary>
    ProviderAuthFailed = 7,

    /// <summary>The provider failed, or the connection to it did.</summary>
    ProviderError = 8,

    /// <summary>The provider's answer is not what it documents.</summary>
    ProviderBadResponse = 9,

    /// <summary>The provider failed so often that it is left alone for a while.</summary>
    ProviderUnavailable = 10,

    /// <summary>The provider did not answer in time.</summary>
    ProviderTimeout = 11,

    /// <summary>Only a stored snapshot was asked for, and there is none.</summary>
    NotCached = 12,
}
