#!/bin/sh
# Builds sopwizard.app and its disk image. See README.md beside this file: nobody has run it yet.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' sopwizard/__init__.py)
out=build/packages
app=build/bundle/dist/sopwizard.app
image=$out/sopwizard-$version.dmg

# The icon, in the sizes that iconutil knows.
rm -rf build/sopwizard.iconset
mkdir -p "$out" build/sopwizard.iconset
for size in 16 32 128 256; do
  sips -z "$size" "$size" resources/icons/sopwizard.png --out "build/sopwizard.iconset/icon_${size}x${size}.png" >/dev/null
done
for size in 16 128; do
  cp "build/sopwizard.iconset/icon_$((size * 2))x$((size * 2)).png" "build/sopwizard.iconset/icon_${size}x${size}@2x.png"
done
iconutil -c icns build/sopwizard.iconset -o build/sopwizard.icns

# The bundle makes the application as well; the lists of its parts are written after that.
python3 packaging/bundle/make_bundle.py
cp -R build/bundle/dist/sopwizard/_internal/licences "$app/Contents/Resources/"
cp build/bundle/dist/sopwizard/_internal/sbom.cdx.json "$app/Contents/Resources/"
cp build/bundle/dist/sopwizard/_internal/sbom.cdx.json "$out/sopwizard-macos.cdx.json"

# From the inside out: libraries, frameworks, the application. Without an identity, for this Mac only ("-").
if [ -n "${SOPWIZARD_IDENTITY:-}" ]; then
  sign() { codesign --force --options runtime --timestamp --sign "$SOPWIZARD_IDENTITY" "$@"; }
else
  sign() { codesign --force --sign - "$@"; }
fi
find "$app/Contents/Frameworks" -type f \( -name '*.dylib' -o -name '*.so' \) | while read -r library; do
  sign "$library"
done
find "$app/Contents/Frameworks" -type d -name '*.framework' | while read -r framework; do
  sign "$framework"
done
sign --entitlements packaging/macos/entitlements.plist "$app"
codesign --verify --deep --strict "$app"

"$app/Contents/MacOS/sopwizard" --self-test
"$app/Contents/MacOS/sopwizard" apply training:first-setup --map dynamics365 --yes

rm -f "$image"
hdiutil create -volname sopwizard -srcfolder "$app" -ov -format UDZO "$image"
if [ -n "${SOPWIZARD_IDENTITY:-}" ]; then
  sign "$image"
fi
if [ -n "${SOPWIZARD_NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$SOPWIZARD_NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
echo "$image"
