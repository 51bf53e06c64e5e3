#!/usr/bin/env bash
# Packs BatchGrains.Abstractions into a folder feed, installs it from there into a fresh project outside the repository, and runs the sample
# against a cluster: one that it starts here, or the one in CLUSTER_REDIS=host:port (then CLUSTER_ID and SERVICE_ID name it).
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
version="0.0.0-check$(date +%s)"
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
silo=

finish() {
    if [[ -n $silo ]]; then kill "$silo" 2>/dev/null || true; wait "$silo" 2>/dev/null || true; fi
    rm -rf "$work" "$cache/batchgrains.abstractions/$version"
}
trap finish EXIT

central() { sed -n "s/.*<$1>\(.*\)<\/$1>.*/\1/p" "$root/Directory.Packages.props"; }

echo "== pack $version"
dotnet pack "$root/grain-interfaces" -c Release -v q -p:PackageVersion="$version" -o "$work/feed"
unzip -p "$work/feed/BatchGrains.Abstractions.$version.nupkg" BatchGrains.Abstractions.nuspec > "$work/nuspec"
dependencies=$(grep -o '<dependency id="[^"]*"' "$work/nuspec" | cut -d'"' -f2)
if [[ $dependencies != Microsoft.Orleans.Sdk ]]; then echo "The package depends on: $dependencies" >&2; exit 1; fi
unzip -l "$work/feed/BatchGrains.Abstractions.$version.nupkg" > "$work/parts"
for part in README.md lib/net10.0/BatchGrains.Abstractions.xml; do
    grep -q "$part" "$work/parts" || { echo "The package lacks $part" >&2; exit 1; }
done
test -f "$work/feed/BatchGrains.Abstractions.$version.snupkg"

echo "== install into a fresh project"
mkdir "$work/app"
cp "$root"/tests/Sample.WaitForBatch/*.cs "$work/app/"
cat > "$work/app/nuget.config" <<XML
<configuration>
  <packageSources><add key="folder" value="$work/feed" /></packageSources>
</configuration>
XML
cat > "$work/app/app.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="BatchGrains.Abstractions" Version="$version" />
    <PackageReference Include="Microsoft.Orleans.Server" Version="$(central OrleansVersion)" />
    <PackageReference Include="Microsoft.Orleans.Clustering.Redis" Version="$(central OrleansVersion)" />
  </ItemGroup>
</Project>
XML
dotnet build "$work/app" -v q -o "$work/out"

read -r silo_port gateway_port http_port my_silo_port my_gateway_port <<< "$(shuf -i 20000-29999 -n 5 | tr '\n' ' ')"
if [[ -n ${CLUSTER_REDIS:-} ]]; then
    where=(--Cluster:Mode Redis --ConnectionStrings:Redis "$CLUSTER_REDIS"
        --Cluster:ClusterId "${CLUSTER_ID:-batchgrains}" --Cluster:ServiceId "${SERVICE_ID:-batchgrains}")
    as_client=()
else
    echo "== start a silo"
    dotnet build "$root/silo" -c Release -v q -p:RunAnalyzers=false
    cd "$root/artifacts/bin/BatchGrains.Silo/release"
    DOTNET_ENVIRONMENT=Development dotnet BatchGrains.Silo.dll --urls "http://127.0.0.1:$http_port" \
        --Cluster:SiloPort "$silo_port" --Cluster:GatewayPort "$gateway_port" > "$work/silo.log" 2>&1 &
    silo=$!
    for _ in $(seq 120); do
        if curl -sf "http://127.0.0.1:$http_port/health/ready" > /dev/null; then break; fi
        kill -0 "$silo" 2>/dev/null || { cat "$work/silo.log" >&2; exit 1; }
        sleep 0.5
    done
    where=(--Cluster:PrimarySiloPort "$silo_port")
    as_client=(--Cluster:GatewayPort "$gateway_port")
fi

echo "== wait for a batch as a silo with a grain of its own"
timeout 180 dotnet "$work/out/app.dll" sandbox demo-6s "${where[@]}" --Cluster:SiloPort "$my_silo_port" --Cluster:GatewayPort "$my_gateway_port"

echo "== follow a batch as a client"
timeout 180 dotnet "$work/out/app.dll" sandbox demo-7s "${where[@]}" --Cluster:Join Client "${as_client[@]}"

echo "== a batch that is not known is told by the exit code"
if timeout 180 dotnet "$work/out/app.dll" sandbox demo-unknown "${where[@]}" --Cluster:Join Client "${as_client[@]}"; then
    echo "An unknown batch was acted upon." >&2
    exit 1
fi

echo "== the package works"
