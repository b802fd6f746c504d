#!/bin/sh
# Makes sopwizard.app and its disk image of the bundle. See README.md beside this file: nobody has run it yet.
set -eu
cd "$(dirname "$0")/../.."
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' sopwizard/__init__.py)
out=build/packages
app=$out/sopwizard.app
rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" build/sopwizard.iconset
cp -R build/bundle/dist/sopwizard/. "$app/Contents/MacOS/"
for size in 16 32 128 256; do
  sips -z $size $size resources/icons/sopwizard.png --out build/sopwizard.iconset/icon_${size}x${size}.png >/dev/null
done
iconutil -c icns build/sopwizard.iconset -o "$app/Contents/Resources/sopwizard.icns"
sed "s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Contents/Info.plist"
if [ -n "${SOPWIZARD_IDENTITY:-}" ]; then
  codesign --force --deep --options runtime --timestamp --sign "$SOPWIZARD_IDENTITY" "$app"
  codesign --verify --strict "$app"
fi
"$app/Contents/MacOS/sopwizard" --self-test
image=$out/sopwizard-$version.dmg
rm -f "$image"
hdiutil create -volname sopwizard -srcfolder "$app" -ov -format UDZO "$image"
if [ -n "${SOPWIZARD_NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$SOPWIZARD_NOTARY_PROFILE" --wait
  xcrun stapler staple "$image"
fi
echo "$image"
