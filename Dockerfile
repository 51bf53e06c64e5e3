# Builds both images: `--target silo` (hosts the grains) and `--target api` (the HTTP front).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS restore
WORKDIR /src
# Only what a restore reads, so that a change of sources does not restore again.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY grain-interfaces/*.csproj grain-interfaces/packages.lock.json grain-interfaces/
COPY grains/*.csproj grains/packages.lock.json grains/
COPY api/*.csproj api/packages.lock.json api/
COPY silo/*.csproj silo/packages.lock.json silo/
RUN dotnet restore silo --locked-mode

FROM restore AS build
COPY grain-interfaces grain-interfaces
COPY grains grains
COPY api api
COPY silo silo
# The analyzers have had their say before a change landed.
RUN dotnet publish silo --no-restore -c Release -p:RunAnalyzers=false -o /out/silo \
 && dotnet publish api --no-restore -c Release -p:RunAnalyzers=false -o /out/api

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS silo
WORKDIR /app
COPY --from=build /out/silo .
USER $APP_UID
EXPOSE 8080 11111 30000
HEALTHCHECK --interval=5s --timeout=6s --start-period=120s --retries=3 CMD ["dotnet", "BatchGrains.Silo.dll", "--healthcheck"]
ENTRYPOINT ["dotnet", "BatchGrains.Silo.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS api
WORKDIR /app
COPY --from=build /out/api .
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=6s --start-period=120s --retries=3 CMD ["dotnet", "BatchGrains.Api.dll", "--healthcheck"]
ENTRYPOINT ["dotnet", "BatchGrains.Api.dll"]
